// Texts as the search and the filters compare them; pipeline/render/fold.py does the same to the index.

const LETTERS = Object.fromEntries(
  "а a|б b|в v|г g|д d|ђ dj|е e|ж z|з z|и i|ј j|к k|л l|љ lj|м m|н n|њ nj|о o|п p|р r|с s|т t|ћ c|у u|ф f|х h|ц c|ч c|џ dz|ш s|đ dj|ı i"
    .split("|")
    .map((pair) => pair.split(" ")),
);

/** Write a text in small plain Latin letters and digits: ë is e, ç and č are c, đ is dj; Cyrillic becomes Latin. */
export function fold(text) {
  return text
    .toLowerCase()
    .replace(/[а-џđı]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
