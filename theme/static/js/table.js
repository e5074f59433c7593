// Lets a reader sort and filter a table, and take along the rows that are left. What is chosen stands in the address.
// The page is complete without this module: tools are hidden where no script runs.

import { load, records, save } from "./csv.js";
import { fileRows } from "./file.js";
import { fold } from "./fold.js";
import { showPager } from "./pager.js";
import { PageRows, sorted } from "./rows.js";
import { keep, onReturn, read } from "./state.js";

const AT_ONCE = 100;
/** Rows shown at once of a table that is too long for its page. */

const tag = document.documentElement.lang;

class Table {
  constructor(tools) {
    this.tools = tools;
    this.data = JSON.parse(tools.querySelector("script").textContent);
    this.said = document.getElementById(`${this.data.name}-said`);
    this.table = document.getElementById(`${this.data.name}-caption`).closest("table");
    this.region = this.table.closest(".table");
    this.field = tools.querySelector("[name=q]");
    this.selects = [...tools.querySelectorAll("select")];
    this.heads = this.data.columns.map((_, place) => this.table.tHead.rows[0].cells[place]);
    this.page = 0;
    this.turn = 0;
    this.listen();
    this.recall();
    if (!this.isChanged()) {
      if (this.data.whole) this.turner(0, this.table.tBodies[0].rows.length, this.data.total);
      return;
    }
    const part = this.tools.closest("details");
    if (part) part.open = true;
    this.apply();
  }

  listen() {
    this.field.addEventListener("input", () => this.change());
    for (const select of this.selects) select.addEventListener("change", () => this.change(true));
    this.heads.forEach((head, place) => head.querySelector(".sort").addEventListener("click", () => this.sortBy(place)));
    this.tools.querySelector("[data-clear]").addEventListener("click", () => {
      this.field.value = "";
      for (const select of this.selects) select.value = "";
      this.change(true);
      this.field.focus();
    });
    this.tools.querySelector("[data-save]")?.addEventListener("click", () => this.save());
    onReturn(() => {
      this.recall();
      this.apply();
    });
  }

  /** Take up what the address says. */
  recall() {
    const { prefix, columns } = this.data;
    this.field.value = read(`${prefix}q`);
    for (const select of this.selects) {
      select.value = read(prefix + select.name);
      if (select.selectedIndex < 0) select.value = "";
    }
    const sort = read(`${prefix}sort`);
    this.descending = sort.startsWith("-");
    this.column = columns.findIndex(({ name }) => name === sort.replace(/^-/, ""));
    this.page = Math.max(0, (Number.parseInt(read(`${prefix}page`), 10) || 1) - 1);
  }

  isChanged() {
    return Boolean(this.field.value || this.column >= 0 || this.page || this.selects.some((select) => select.value));
  }

  /** step: a choice of its own, that the back button takes back; letters typed one by one are not. */
  change(step = false) {
    this.page = 0;
    this.remember(step);
    this.apply();
  }

  remember(step) {
    const { prefix, columns } = this.data;
    const sort = this.column < 0 ? "" : (this.descending ? "-" : "") + columns[this.column].name;
    const chosen = this.selects.map((select) => [prefix + select.name, select.value]);
    const values = { q: this.field.value.trim(), sort, page: this.page ? String(this.page + 1) : "" };
    const own = Object.entries(values).map(([name, value]) => [prefix + name, value]);
    keep(Object.fromEntries([...own, ...chosen]), { step });
  }

  /** Figures begin with the largest, words with the first; the third time the table stands as it was. */
  sortBy(place) {
    const first = this.data.columns[place].kind !== "text";
    if (this.column !== place) [this.column, this.descending] = [place, first];
    else if (this.descending === first) this.descending = !first;
    else this.column = -1;
    this.change(true);
  }

  async apply() {
    const turn = ++this.turn;
    this.heads.forEach((head, place) => {
      if (place === this.column) head.setAttribute("aria-sort", this.descending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    try {
      // What is typed meanwhile waits for the same rows.
      if (!this.rows) this.rows = await (this.opening ??= this.open());
    } catch (problem) {
      this.opening = undefined;
      this.fail(problem);
      return;
    }
    if (turn !== this.turn) return;
    this.left = this.select();
    this.show();
  }

  fail(problem) {
    console.error(problem);
    clearTimeout(this.speaking);
    this.said.textContent = this.data.words.failed;
  }

  async open() {
    if (!this.data.whole) return new PageRows(this.table.tBodies[0], this.data);
    this.said.textContent = this.data.words.loading;
    this.region.setAttribute("aria-busy", "true");
    try {
      this.file = await load(this.tools.dataset.file);
      return await fileRows(this.file, this.data);
    } finally {
      this.region.removeAttribute("aria-busy");
    }
  }

  /** The rows that fit what is chosen, in order. */
  select() {
    const words = fold(this.field.value).split(" ").filter(Boolean).map((word) => ` ${word}`);
    const places = new Map(this.data.columns.map(({ name }, place) => [name, place]));
    const chosen = this.selects.filter((select) => select.value).map((select) => {
      const { value, label } = select.selectedOptions[0];
      return { place: places.get(select.name), value, label };
    });
    const fits = (row) =>
      chosen.every((each) => this.rows.chosen(row, each.place, each)) &&
      words.every((word) => this.rows.text(row).includes(word));
    const left = Array.from({ length: this.rows.size }, (_, row) => row).filter(fits);
    return this.column < 0 ? left : sorted(left, this.rows, this.column, this.descending, tag);
  }

  show() {
    const pages = this.data.whole ? Math.ceil(this.left.length / AT_ONCE) : 1;
    this.page = Math.min(this.page, Math.max(0, pages - 1));
    const from = this.page * AT_ONCE;
    const now = this.data.whole ? this.left.slice(from, from + AT_ONCE) : this.left;
    this.table.tBodies[0].replaceChildren(...now.map((row) => this.rows.element(row)));
    this.turner(from, now.length, this.left.length);
    this.tools.querySelector("[data-clear]").disabled = !(this.field.value || this.selects.some((select) => select.value));
    clearTimeout(this.speaking);
    // After a pause in typing, so that not every letter is answered aloud.
    this.speaking = setTimeout(() => (this.said.textContent = this.answer()), 250);
  }

  answer() {
    const { shown, sorted: by, ascending, descending } = this.data.words;
    const count = this.left.length;
    const wording = shown[new Intl.PluralRules(tag).select(count)] ?? shown.other;
    const said = this.fill(wording, { n: count, total: this.rows.size });
    if (this.column < 0) return said;
    const { title } = this.data.columns[this.column];
    return `${said}; ${this.fill(by, { title, way: this.descending ? descending : ascending })}`;
  }

  fill(wording, values) {
    const written = (value) => String(value).replace(/\B(?=(\d{3})+$)/g, this.data.signs.group);
    return wording.replace(/\{(\w+)\}/g, (_, name) => (typeof values[name] === "number" ? written(values[name]) : values[name]));
  }

  /** Offer the other pages of a long table: before it has been loaded, its page holds the first ones. */
  turner(from, count, total) {
    const to = (page) => async () => {
      this.page = page;
      this.remember(true);
      await this.apply();
      this.region.scrollIntoView({ block: "start" });
    };
    const said = this.fill(this.data.words.page, { from: from + 1, to: from + count, n: total });
    const end = from + count;
    showPager(this.data.name, said, this.page > 0 && to(this.page - 1), end < total && to(Math.floor(end / AT_ONCE)));
  }

  /** Save exactly the rows that are left, each as its file has it, in the order shown. */
  async save() {
    if (!this.left) await this.apply();
    if (!this.left) return;
    try {
      this.file ??= await load(this.tools.dataset.file);
      const [head, ...rows] = [...records(this.file)].map(({ start, end }) => this.file.slice(start, end));
      const name = this.tools.dataset.file.replace(/^.*\//, "").replace(".csv", `-${this.left.length}.csv`);
      save([head, ...this.left.map((row) => rows[this.rows.place(row)])].join(""), name);
    } catch (problem) {
      this.fail(problem);
    }
  }
}

/** Make the tools of a table work. */
export function attach(tools) {
  new Table(tools);
}
