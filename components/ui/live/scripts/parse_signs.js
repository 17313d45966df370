// Signs between letters, so that Streamlit reads no emoji, link or arrow there (ui/signs.py), and at the end of a growing
// answer, to say how much of it is drawn (ui/live/rest.py). One of the model's own comes as two.
const OURS = /([\u2060\u2063])\1?/g;
const DIGITS = "\u2060\u2061\u2062\u2064";
const END = new RegExp(`(?<!\u2063)(?:\u2063{2})*(\u2063([${DIGITS}]{12}))$`);

// `end`: how long the mark at the end is, `drawn`: what it says; then `places` of single signs, the last one first.
export function parseSigns(text) {
  const [, mark = "", digits = ""] = END.exec(text) ?? [];
  const places = [...text.slice(0, text.length - mark.length).matchAll(OURS)].map(({ index }) => index).reverse();
  return { end: mark.length, drawn: [...digits].reduce((sum, digit) => sum * 4 + DIGITS.indexOf(digit), 0), places };
}
