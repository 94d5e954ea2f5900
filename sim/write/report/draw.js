// Draws pictures without a page, under nodejs: `input`, which the program puts before this, holds them; prints each one's SVG by its name.
(async () => {
  delete globalThis.document;
  const measure = (text, font) => Object.assign(letters, { font }).measureText(text).width;
  const css = input.style.slice(0, input.style.indexOf("}")), of = (name) => css.match(new RegExp("--" + name + ":\\s*([^;}]+)"))[1].trim();
  const colours = { ink: of("ink"), soft: of("soft"), edge: of("edge"), paper: of("paper"), up: of("up"), down: of("down"),
                    category: ["k0", "k1", "k2", "k3", "k4", "k5"].map(of) };
  const harmless = (text) => text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);
  const drawn = {};
  for (const picture of input.pictures) {
    const [spec, config] = filled_spec(input.specs, picture.drawing, picture, colours, picture.wide ? 1000 : 640, measure);
    const view = new vega.View(vega.parse(spec, config, { ast: true }), { expr: vega.expressionInterpreter, renderer: "none" });
    drawn[picture.name] = (await view.toSVG()).replace(/^<svg [^>]*>/, (head) => head + "<title>" + harmless(picture.finding) + "</title>");
  }
  process.stdout.write(JSON.stringify(drawn));
})();
