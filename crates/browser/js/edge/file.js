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

export function open(accept) {
  return new Promise((resolve, reject) => {
    const input = Object.assign(document.createElement("input"), { type: "file", accept, hidden: true });
    const end = (act) => {
      input.remove();
      act();
    };
    input.onchange = () => {
      const file = input.files[0];
      if (!file) return end(() => resolve(null));
      file.arrayBuffer().then(
        (buffer) => end(() => resolve({ name: file.name, bytes: new Uint8Array(buffer) })),
        (refused) => end(() => reject(refused)),
      );
    };
    input.oncancel = () => end(() => resolve(null));
    document.body.append(input);
    input.click();
  });
}
