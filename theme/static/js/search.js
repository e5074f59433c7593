// The index of the search and its order of answers: an exact name first, then one with another ending, then a name that
// begins so, then words. Among words a whole name counts for most, and rare ones for more than common ones.

import { fold } from "./fold.js";

/** Endings of Albanian nouns, definite or not, in any case; and the plurals of English. */
const ENDINGS = "jes|jen|ave|eve|ive|ash|esh|ish|ies|ed|at|et|it|ut|es|is|en|in|un|an|ve|sh|ja|je|se|te|ne|a|e|i|u|s|t|n|y".split("|");
const FEW = 5;
const EXACT = 4, SAME_STEM = 3, TITLE_BEGINS = 2, NAME_BEGINS = 1;
const WHOLE_NAME = 8, WHOLE_STEM = 6, IN_NAME = 4, BEGINS_IN_NAME = 3, STEM_IN_NAME = 2, IN_TEXT = 1, IN_GROUP = 0.25;

/** Every folded way to write a name: đ is also written d. */
const forms = (name) => (/[đђ]/i.test(name) ? [fold(name), fold(name.replace(/[đђ]/gi, "d"))] : [fold(name)]);

/** A pattern for a word with whatever ending. */
function stem(word) {
  const stems = ENDINGS.filter((end) => word.endsWith(end) && word.length - end.length >= 3).map((end) => word.slice(0, -end.length));
  return `(?:${[word, ...stems].join("|")})(?:${ENDINGS.join("|")})?`;
}

export class Index {
  /** data: what pipeline/render/search.py has written. */
  constructor(data) {
    this.entries = data.entries.map(([number, title, path, note = "", names = "", text = ""]) => {
      const [label, base, about, lesser] = data.groups[number];
      const called = [title, ...names.split("|").filter(Boolean)];
      const folded = called.map(forms);
      return {
        title, note, label, text, number, lesser, called, folded,
        path: base + path,
        names: `\n${folded.flat().map((name) => ` ${name} `).join("\n")}\n`,
        words: ` ${fold(`${label} ${note} ${text}`)} `,
        about: ` ${fold(about)} `,
      };
    });
    this.stop = new Set(data.stop.map(fold));
  }

  /** Give the answers, best first; `whole` tells whether they hold every word of the query. */
  find(query) {
    const asked = fold(query);
    if (!asked) return { whole: true, found: [] };
    const every = [...new Set(asked.split(" "))];
    const telling = every.filter((word) => !this.stop.has(word));
    const words = (telling.length ? telling : every).map((word) => pattern(word));
    const levels = words.map((word) => this.entries.map((entry) => level(entry, word)));
    const rarity = (each, least) => Math.log(1 + this.entries.length / (1 + each.filter((one) => one >= least).length));
    // IT is a rare name and a common word.
    const weights = levels.map((each) => ({ name: rarity(each, STEM_IN_NAME), text: rarity(each, IN_GROUP) }));
    const weight = (each, word) => each * (each >= STEM_IN_NAME ? weights[word].name : weights[word].text);
    const whole = new RegExp(`\n ${asked.split(" ").map(stem).join(" ")} \n`);
    const scored = this.entries.map((entry, place) => ({
      entry,
      place,
      complete: levels.every((each) => each[place]),
      rank: rank(entry, asked, whole),
      score: (entry.lesser ? 0.5 : entry.label ? 1 : 1.5) * levels.reduce((sum, each, word) => sum + weight(each[place], word), 0),
    }));
    const complete = scored.filter((one) => one.complete);
    const best = Math.max(...scored.map((one) => one.score));
    // A question holds words that the answer does not: where few things have them all, the best of the others count too.
    const isQuestion = words.length > 2 && complete.length < FEW;
    const partly = (one) => one.complete || (one.score > 0 && one.score >= best / 2);
    const chosen = complete.length && !isQuestion ? complete : scored.filter(partly);
    chosen.sort(
      (a, b) =>
        b.rank - a.rank || (a.rank && a.entry.number - b.entry.number) || b.score - a.score ||
        a.entry.number - b.entry.number || a.entry.title.length - b.entry.title.length || a.place - b.place,
    );
    return { whole: complete.length > 0, found: chosen.map(({ entry }) => ({ ...entry, as: spelling(entry, asked) })) };
  }
}

function pattern(word) {
  const stemmed = stem(word);
  return { word, stem: new RegExp(` ${stemmed} `), whole: new RegExp(`\n ${stemmed} \n`) };
}

function level({ names, words, about }, { word, stem, whole }) {
  if (names.includes(`\n ${word} \n`)) return WHOLE_NAME;
  if (whole.test(names)) return WHOLE_STEM;
  if (names.includes(` ${word} `)) return IN_NAME;
  if (names.includes(` ${word}`)) return BEGINS_IN_NAME;
  if (stem.test(names)) return STEM_IN_NAME;
  if (words.includes(` ${word}`) || stem.test(words)) return IN_TEXT;
  return about.includes(` ${word}`) || stem.test(about) ? IN_GROUP : 0;
}

/** The title of a lesser thing, such as a column, is a word like others; its name is not. */
function rank({ names, folded, lesser }, asked, whole) {
  const titled = folded[0].includes(asked);
  if (lesser && titled) return NAME_BEGINS;
  if (names.includes(`\n ${asked} \n`)) return EXACT;
  if (!lesser && whole.test(names)) return SAME_STEM;
  if (lesser) return names.includes(`\n ${asked}`) ? NAME_BEGINS : 0;
  if (folded[0].some((title) => title.startsWith(asked))) return TITLE_BEGINS;
  return names.includes(`\n ${asked}`) ? NAME_BEGINS : 0;
}

/** The name the reader has written, when the title does not show it. */
function spelling({ called, folded }, asked) {
  if (folded[0].some((title) => ` ${title}`.includes(` ${asked}`))) return "";
  const place = folded.findIndex((each) => each.some((name) => name.startsWith(asked)));
  return place > 0 ? called[place] : "";
}

/** Load the index a form names. */
export async function open(form) {
  const answer = await fetch(form.dataset.index);
  if (!answer.ok) throw new Error(`${form.dataset.index}: ${answer.status}`);
  return new Index(await answer.json());
}

/** Say how many there are, in the words of the page; `n` chooses the form. */
export function count(form, n) {
  const words = JSON.parse(form.dataset.found);
  const wording = words[new Intl.PluralRules(document.documentElement.lang).select(n)] ?? words.other;
  return wording.replace("{n}", String(n));
}
