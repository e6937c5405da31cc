/** Hands a file to the user: into the downloads folder of a browser, with a dialog on the desktop. */
export function saveFile(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  saveFrom(url, name);
  // The download has its own hold on the content by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The same for what the host has readied under a ticket: it never comes through the page. */
export function saveDownload(ticket: string, name: string): void {
  saveFrom(`/download/${ticket}`, name);
}

function saveFrom(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}
