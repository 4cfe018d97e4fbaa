// JSONata: as a text of its own, and marked where it stands in a string of a definition.

import { StreamLanguage } from "@codemirror/language";
import { Decoration, MatchDecorator, ViewPlugin } from "@codemirror/view";

export const jsonata = StreamLanguage.define({
  name: "jsonata",
  startState: () => ({ isComment: false }),
  token(stream, state) {
    if (state.isComment || stream.match("/*")) {
      state.isComment = !stream.match(/^.*?\*\//);
      if (state.isComment) stream.skipToEnd();
      return "comment";
    }
    if (stream.eatSpace()) return null;
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/) || stream.match(/^'(?:[^'\\]|\\.)*'?/)) return "string";
    if (stream.match(/^`[^`]*`?/)) return "propertyName";
    if (stream.match(/^\d+(\.\d+)?([eE][-+]?\d+)?/)) return "number";
    if (stream.match(/^\$[\w$]*/)) return "variableName.special";
    if (stream.match(/^(and|or|in|function|true|false|null)\b/)) return "keyword";
    if (stream.match(/^[A-Za-z_]\w*/)) return "propertyName";
    if (stream.match(/^(\{%|%\})/)) return "meta";
    stream.next();
    return "operator";
  },
  languageData: { commentTokens: { block: { open: "/*", close: "*/" } } },
});

const expression = new MatchDecorator({
  regexp: /\{%.*?%\}/g,
  decoration: Decoration.mark({ class: "cm-jsonata" }),
});

/** Marks `{% … %}` within the lines that are seen. */
export const jsonataInStrings = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.marks = expression.createDeco(view);
    }
    update(update) {
      this.marks = expression.updateDeco(update, this.marks);
    }
  },
  { decorations: (plugin) => plugin.marks },
);
