// The way to the code editor, which is fetched when it is first needed.

let fetching;

/** Fetches the editor ahead of its first use. */
export function prepare() {
  fetching ??= import(new URL(document.querySelector('meta[name="stepwise:editor"]').content, document.baseURI).href).catch(
    (refused) => {
      fetching = undefined;
      throw refused;
    },
  );
  return fetching;
}

export const create = (parent, options) => prepare().then((editor) => editor.create(parent, options));
