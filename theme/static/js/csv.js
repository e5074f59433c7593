// Reads the CSV files of this site: comma, quotes only where needed, one line break `\n` after each row.

/** Give each record's place in the text and its fields, the heading first. */
export function* records(text) {
  let at = 0;
  while (at < text.length) {
    const start = at;
    const fields = [];
    for (;;) {
      let end;
      if (text[at] === '"') {
        end = at - 1;
        do end = text.indexOf('"', end + 2);
        while (end >= 0 && text[end + 1] === '"');
        if (end < 0) throw new Error("a quote that does not end");
        fields.push(text.slice(at + 1, end).replaceAll('""', '"'));
        end += 1;
      } else {
        const comma = text.indexOf(",", at);
        const line = text.indexOf("\n", at);
        end = Math.min(comma < 0 ? text.length : comma, line < 0 ? text.length : line);
        fields.push(text.slice(at, end));
      }
      at = end + 1;
      if (text[end] !== ",") break;
    }
    yield { start, end: Math.min(at, text.length), fields };
  }
}

/** Fetch a file of the site. */
export async function load(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.text();
}

/** Offer a text to the reader as a file. */
export function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
