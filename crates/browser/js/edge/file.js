// Files of the user.

export function download(name, kind, bytes) {
  const address = URL.createObjectURL(new Blob([bytes], { type: kind }));
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  // Browsers take the bytes after the click; there is no event that says when.
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

export function open(accept, multiple) {
  return new Promise((resolve, reject) => {
    const input = Object.assign(document.createElement("input"), { type: "file", accept, multiple, hidden: true });
    const end = (act) => {
      input.remove();
      act();
    };
    input.onchange = () => read([...input.files]).then((files) => end(() => resolve(files)), (refused) => end(() => reject(refused)));
    input.oncancel = () => end(() => resolve([]));
    document.body.append(input);
    input.click();
  });
}

// The list is only there while the event is being dealt with, so it is taken at once.
export function dropped(transfer) {
  return read([...(transfer?.files ?? [])]);
}

function read(files) {
  return Promise.all(files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
}
