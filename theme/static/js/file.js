// The rows of a table that is too long for one page: taken from its file, and written as the page writes its first ones.

import { records } from "./csv.js";
import { fold } from "./fold.js";

const BREATH = 16;
/** Milliseconds of work after which the page is let do other things. */

const pause = () => globalThis.scheduler?.yield?.() ?? new Promise((done) => setTimeout(done));

/** Read the rows of a file without holding up the page; fail where they are not all of them. */
export async function fileRows(text, data) {
  const made = new FileRows(data);
  let since = performance.now();
  let header;
  for (const { fields } of records(text)) {
    if (header) made.add(fields);
    else made.head((header = fields));
    if (made.size % 64 === 0 && performance.now() - since > BREATH) {
      await pause();
      since = performance.now();
    }
  }
  if (made.size !== data.total) throw new Error(`${made.size} rows, not ${data.total}`);
  return made;
}

/** Look up what data say: `constructor` is a word like any other. */
const known = (table, word) => (Object.hasOwn(table, word) ? table[word] : undefined);

const ADDRESS = /^https?:\/\/[\p{L}\p{N}_.-]+(:\d+)?([/?#]\S*)?$/u;

const isFigure = ({ type, labels }) => (type === "integer" || type === "number") && !Object.keys(labels).length;

class FileRows {
  constructor(data) {
    this.whole = data.whole;
    this.signs = data.signs;
    this.name = data.name;
    this.home = document.querySelector(".brand").getAttribute("href");
    this.rows = [];
    this.texts = [];
    this.folded = new Map();
  }

  get size() {
    return this.rows.length;
  }

  head(header) {
    const { fields, source, marks } = this.whole;
    this.at = fields.map((field) => header.indexOf(field.name));
    this.tellers = fields.map(({ teller }) => header.indexOf(teller));
    this.source = header.indexOf(source);
    this.marks = header.indexOf(marks);
  }

  add(record) {
    this.rows.push(record);
    this.texts.push(this.at.reduce((text, at, place) => text + this.plain(this.whole.fields[place], record[at]), " "));
  }

  /** A wording for looking in; most values come again and again. Figures are sorted, not looked for. */
  plain(field, raw) {
    if (raw === "" || isFigure(field)) return "";
    const key = `${field.name} ${raw}`;
    let text = this.folded.get(key);
    if (text === undefined) {
      text = `${fold(this.say(field, raw))} `;
      this.folded.set(key, text);
    }
    return text;
  }

  raw = (row, place) => this.rows[row][this.at[place]];
  value = (row, place) => {
    const field = this.whole.fields[place];
    const raw = this.raw(row, place);
    if (raw === "") return null;
    return isFigure(field) || field.type === "year" ? Number(raw) : (known(field.labels, raw) ?? raw);
  };
  chosen = (row, place, { value }) => this.raw(row, place) === value;
  text = (row) => this.texts[row];
  place = (row) => row;

  /** Write a value as the page does. */
  say(field, raw) {
    const label = known(field.labels, raw);
    if (label !== undefined) return label;
    if (raw === "") return "";
    if (field.type === "boolean") return this.whole[raw];
    if (field.type === "date") return this.date(raw);
    if (field.type !== "integer" && field.type !== "number") return raw;
    const [whole, part = ""] = raw.split(".");
    const digits = field.decimals ? part.padEnd(field.decimals, "0") : part;
    return whole.replace(/\B(?=(\d{3})+$)/g, this.signs.group) + (digits && this.signs.decimal + digits);
  }

  date(raw) {
    const [year, month, day] = raw.split("-").map(Number);
    const parts = { y: year, MMM: this.whole.months[month - 1], MM: String(month).padStart(2, "0"), M: month, dd: String(day).padStart(2, "0"), d: day };
    return this.whole.date.replace(/y+|M+|d+/g, (part) => parts[part] ?? parts[part[0]]);
  }

  element = (row) => {
    const made = document.createElement("tr");
    this.whole.fields.forEach((field, place) => made.append(this.cell(field, this.raw(row, place), place === 0, this.language(row, place))));
    if (this.marks >= 0) this.mark(made.cells[0], this.rows[row][this.marks]);
    if (this.whole.source) made.append(this.from(this.rows[row][this.source]));
    return made;
  };

  /** Tell the language of a value where it is not the page's. */
  language(row, place) {
    const { tag, tags } = this.whole.fields[place];
    return tag ?? known(tags, this.rows[row][this.tellers[place]]);
  }

  cell(field, raw, first, lang) {
    const made = document.createElement(first ? "th" : "td");
    if (first) made.scope = "row";
    if (field.shape === "sentences" || (field.shape === "figures" && !first)) made.className = field.shape;
    const isLink = known(field.labels, raw) === undefined && ADDRESS.test(raw);
    if (lang && raw && !isLink) made.lang = lang;
    const [text, page] = [this.say(field, raw), known(field.pages, raw)];
    if (raw === "") made.append(part("span", "–", { "aria-hidden": "true" }), part("span", this.whole.missing, { class: "unseen" }));
    else if (page) made.append(part("a", text, { href: this.home + page }));
    else if (field.status) made.append(part("span", text, { class: `badge badge--${raw.replaceAll("_", "-")}` }));
    else if (field.type === "date") made.append(part("time", text, { datetime: raw }));
    else if (isLink) made.append(part("a", short(raw.replace(/^https?:\/\//, "")), { href: raw }));
    else made.append(text);
    return made;
  }

  mark(cell, ids) {
    const about = new Set(ids.split(";"));
    for (const [id, mark] of Object.entries(this.whole.notes).filter(([id]) => about.has(id))) {
      const label = this.whole.note.replace("{mark}", mark);
      const raised = document.createElement("sup");
      raised.append(part("a", mark, { class: "mark", href: `#${this.name}-note-${id}`, "aria-label": label }));
      cell.append(raised);
    }
  }

  from(id) {
    const made = document.createElement("td");
    const [number, title, lang] = known(this.whole.sources, id) ?? [];
    if (number) made.append(part("a", String(number), { class: "mark", href: `../#source-${id}`, title, ...(lang && { lang }) }));
    return made;
  }
}

/** Cut a long address as the template does. */
const short = (text) => (text.length > 45 ? `${text.slice(0, 37)}...` : text);

function part(tag, text, attributes) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
