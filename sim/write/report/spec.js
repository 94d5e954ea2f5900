// A drawing with its data, in these colours and so wide, and the configuration for it: what a page shows and --charts writes.
// measure(text, font): how wide a text is, in pixels.
const filled_spec = (specs, drawing, data, colours, width, measure) => {
  const spec = structuredClone(specs[drawing]);
  const config = JSON.parse(JSON.stringify(specs.config).replace(/"\$(\w+)"/g, (whole, name) => JSON.stringify(colours[name])));
  spec.data.find((source) => source.name === "rows").values = data.rows;
  for (const signal of spec.signals) {
    if (signal.name in colours) signal.value = colours[signal.name];
    if (data.signals && signal.name in data.signals) signal.value = data.signals[signal.name];
  }
  // The title of a panel that is too narrow for it goes on in a second line.
  const widths = Object.fromEntries(data.rows.flatMap((row) => [row.name, row.program]).map((name) => [name, measure(name || "", "bold 13px")]));
  spec.signals.push({ name: "widths", value: widths });
  for (const { title } of spec.marks) {
    if (!title || !title.limit) continue;
    const name = title.text.signal, fit = `max(1, floor(panel * length(${name}) / widths[${name}]))`;
    title.text.signal = `widths[${name}] < panel ? ${name} : split(replace(${name}, regexp('^(.{1,' + ${fit} + '}) +(.+)$'), '$1\\n$2'), '\\n')`;
  }
  spec.width = width;
  const tall = spec.usermeta;
  if (tall) spec.height = (spec.width < 480 && tall.narrow_row || tall.row) * new Set(data.rows.map((row) => row.name)).size;
  spec.autosize = { type: spec.layout ? "pad" : "fit-x", contains: "padding", resize: true };
  return [spec, config];
};
