// How wide words are where there is no page to measure them on: the library asks a canvas, and takes four fifths of a letter's height without one.
// Widths of the letters of a wide plain face such as DejaVu Sans, in shares of its height: with a narrower one there is room to spare.
const letter_width = (letter) => "iljI|.,:;'".includes(letter) ? 0.31 : "ftr()[]-/! \u2026".includes(letter) ? 0.4 : "mMW%".includes(letter) ? 0.98 :
  letter >= "A" && letter <= "Z" || letter === "w" ? 0.74 : 0.62;
const letters = {
  font: "11px",
  measureText(text) {
    const height = parseFloat(this.font.match(/([\d.]+)px/)[1]), bold = /bold|[6-9]00/.test(this.font) ? 1.1 : 1;
    return { width: height * bold * [...text].reduce((sum, letter) => sum + letter_width(letter), 0) };
  },
};
// Seen by the library while it is loaded, which is when it looks for a canvas.
globalThis.document = { createElement: () => ({ getContext: () => letters }) };
