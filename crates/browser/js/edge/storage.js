// Texts by key, kept on the device.

/** The version of how things are kept: a page that finds a newer one leaves it alone. */
const VERSION = 1;
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("stepwise", VERSION);
    request.onupgradeneeded = () => request.result.createObjectStore("texts");
    request.onsuccess = () => {
      const base = request.result;
      // Another tab with a newer page wants to move on: let it, and open anew when asked next.
      base.onversionchange = base.onclose = () => {
        base.close();
        opening = undefined;
      };
      resolve(base);
    };
    request.onerror = () => {
      opening = undefined;
      reject(request.error);
    };
    request.onblocked = () => {};
  });
  return opening;
}

async function work(mode, ask) {
  const base = await open();
  return new Promise((resolve, reject) => {
    const transaction = base.transaction("texts", mode, { durability: "relaxed" });
    const request = ask(transaction.objectStore("texts"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? request.error);
  });
}

const range = (prefix) => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

export const get = (key) => work("readonly", (store) => store.get(key));
export const put = (key, text) => work("readwrite", (store) => store.put(text, key));
export const remove = (key) => work("readwrite", (store) => store.delete(key));
export const keys = (prefix) => work("readonly", (store) => store.getAllKeys(range(prefix)));
