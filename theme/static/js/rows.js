// The rows of a table as its tools see them: a value to sort by, a wording to choose by, a text to look in, an element to show.

import { fold } from "./fold.js";

/** The rows of a page that shows them all. */
export class PageRows {
  constructor(body, { columns, signs, places }) {
    this.elements = [...body.rows];
    this.size = this.elements.length;
    this.places = places;
    this.labels = this.elements.map((row) => columns.map((_, place) => shown(row.cells[place])));
    this.values = this.labels.map((labels, row) =>
      labels.map((label, place) => value(label, columns[place].kind, this.elements[row].cells[place], signs)),
    );
    // Words are looked for, figures are sorted.
    this.texts = this.labels.map((labels) => ` ${fold(labels.filter((_, place) => columns[place].kind !== "number").join(" "))} `);
  }

  value = (row, place) => this.values[row][place];
  chosen = (row, place, { label }) => this.labels[row][place] === label;
  text = (row) => this.texts[row];
  element = (row) => this.elements[row];
  /** The place of a row in the file. */
  place = (row) => this.places?.[row] ?? row;
}

/** What a cell says, without the marks of its notes; null when it says that the value is missing. */
function shown(cell) {
  if (cell.querySelector(":scope > .unseen")) return null;
  const parts = [...cell.childNodes].filter((node) => node.nodeName !== "SUP");
  return parts.map((node) => node.textContent).join("").trim();
}

function value(label, kind, cell, { decimal, group }) {
  if (label === null) return null;
  if (kind === "date") return cell.querySelector("time")?.dateTime ?? label;
  if (kind === "text") return label;
  const digits = label.replaceAll(group, "").replace(decimal, ".").replace("−", "-").match(/-?\d+(\.\d+)?/);
  return digits ? Number(digits[0]) : null;
}

/** Put rows in order by the values of one column: language-aware, missing ones last, equal ones as they stood. */
export function sorted(rows, source, place, descending, tag) {
  const values = rows.map((row) => source.value(row, place));
  const keys = values.some((value) => typeof value === "string") ? ranks(values, tag) : values;
  const known = [...rows.keys()].filter((each) => values[each] !== null);
  const missing = [...rows.keys()].filter((each) => values[each] === null);
  const way = descending ? -1 : 1;
  known.sort((a, b) => way * (keys[a] - keys[b]) || a - b);
  return [...known, ...missing].map((each) => rows[each]);
}

/** Give each value its place in the alphabet; what comes again is compared only once. */
function ranks(values, tag) {
  const collator = new Intl.Collator(tag, { numeric: true });
  const different = [...new Set(values.filter((value) => value !== null))].sort(collator.compare);
  const rank = new Map(different.map((text, place) => [text, place]));
  return values.map((value) => rank.get(value));
}
