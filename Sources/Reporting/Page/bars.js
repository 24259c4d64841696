// Histograms, bars and intervals. Each function draws and answers its marks: where each one is
// (a box or a point) and what is said about it.

function drawHistogram(host, plot, shown, { logarithmic }) {
  const x = { axis: plot.axis, domain: [plot.edges[0], plot.edges[plot.edges.length - 1]].map(number) };
  const shares = plot.series.flatMap((series) => finite(series.shares));
  const above = shares.filter((share) => share > 0);
  const yAxis = {
    ...plot.shares, scale: logarithmic ? "logarithmic" : "linear",
    lower: logarithmic ? smallest(above) / 2 : 0,
  };
  const y = { axis: yAxis, domain: domainOf(yAxis, shares.concat(largest(shares) * 1.05)) };
  const frame = framed(host, { height: host.dataset.wide ? 320 : 230, x, y });
  const edges = plot.edges.map((edge) => frame.x(number(edge)));
  const ground = frame.field.bottom;
  const height = (share) => (share > 0 ? Math.min(ground, frame.y(share)) : ground);
  plot.series.forEach((series, index) => {
    if (!shown[index]) return;
    const tops = series.shares.map((share) => height(number(share)));
    const steps = tops.map((top, bin) => `V${top.toFixed(1)}H${edges[bin + 1].toFixed(1)}`).join("");
    // The first sample is a filled ground, the others are outlines over it: legible without colour.
    element(frame.marks, "path", {
      class: index === 0 ? "ground" : "outline", d: `M${edges[0]} ${ground}${steps}V${ground}`,
      style: `--colour: ${seriesColour(index)}`,
    });
  });
  plot.references.forEach((line, index) =>
    referenceLine(frame, { ...line, value: number(line.value) }, true, index));
  return range(plot.edges.length - 1).map((bin) => ({
    x: edges[bin], y: frame.field.top, width: edges[bin + 1] - edges[bin],
    height: ground - frame.field.top,
    title: `${written(number(plot.edges[bin]), plot.axis)} to ${written(number(plot.edges[bin + 1]), plot.axis)}`,
    lines: plot.series.map((series, index) =>
      ({ index, name: series.name, text: written(number(series.shares[bin]), yAxis, 4) })),
  }));
}

function drawBars(host, plot, shown) {
  const visible = range(plot.series.length).filter((index) => shown[index]);
  const least = 6 * plot.series.length + 8;
  const values = plot.series.flatMap((series) => finite(series.values));
  const references = plot.references.map((line) => ({ ...line, value: number(line.value) }));
  const domain = domainOf(plot.axis, values.concat(references.map((line) => line.value)));
  if (plot.axis.upper === undefined) domain[1] += (domain[1] - domain[0]) * 0.03;
  const top = 10 + 14 * references.length;
  const frame = framed(host, {
    top, height: Math.max(230, least * plot.categories.length + top + 24 + (plot.axis.label ? 18 : 0)),
    x: { axis: plot.axis, domain }, y: { names: plot.categories },
  });
  const band = (frame.field.bottom - frame.field.top) / Math.max(1, plot.categories.length);
  const thick = Math.min(18, (band - 6) / Math.max(1, visible.length));
  const zero = frame.x(Math.max(domain[0], Math.min(domain[1], 0)));
  const marks = plot.categories.map((category, row) => {
    const above = frame.field.top + band * row;
    visible.forEach((index, place) => {
      const value = number(plot.series[index].values[row]);
      if (!Number.isFinite(value)) return;
      const end = frame.x(Math.max(domain[0], Math.min(domain[1], value)));
      element(frame.marks, "rect", {
        class: index === 0 ? "solid" : "hollow", x: Math.min(zero, end),
        y: above + (band - thick * visible.length) / 2 + thick * place + 0.5,
        width: Math.abs(end - zero), height: thick - 1, style: `--colour: ${seriesColour(index)}`,
      });
    });
    return {
      x: frame.field.left, y: above, width: frame.field.right - frame.field.left, height: band,
      title: category,
      lines: plot.series.map((series, index) =>
        ({ index, name: series.name, text: written(number(series.values[row]), plot.axis, 4) })),
    };
  });
  references.forEach((line, index) => referenceLine(frame, line, true, index));
  return marks;
}

function drawIntervals(host, plot) {
  const values = plot.intervals.flatMap((one) => finite([one.lower, one.middle, one.upper, ...(one.box ?? [])]));
  const references = plot.references.map((line) => ({ ...line, value: number(line.value) }));
  const domain = domainOf(plot.axis, values.concat(references.map((line) => line.value)), 0.05);
  const top = 10 + 14 * references.length;
  const frame = framed(host, {
    top, height: Math.max(1, plot.intervals.length) * 28 + top + 26 + (plot.axis.label ? 18 : 0),
    x: { axis: plot.axis, domain }, y: { names: plot.intervals.map((one) => one.label) },
  });
  const band = (frame.field.bottom - frame.field.top) / Math.max(1, plot.intervals.length);
  const marks = plot.intervals.map((one, row) => {
    const middle = frame.field.top + band * (row + 0.5);
    const [lower, centre, upper] = [one.lower, one.middle, one.upper].map(number).map(frame.x);
    const style = `--colour: ${seriesColour(0)}`;
    element(frame.marks, "line", { class: "whisker", x1: lower, x2: upper, y1: middle, y2: middle, style });
    if (one.box) {
      const [from, to] = one.box.map(number).map(frame.x);
      element(frame.marks, "rect", { class: "solid", x: from, y: middle - 7, width: Math.max(1, to - from), height: 14, style });
      element(frame.marks, "line", { class: "median", x1: centre, x2: centre, y1: middle - 7, y2: middle + 7 });
    } else {
      element(frame.marks, "circle", { class: "dot", cx: centre, cy: middle, r: 4.5, style });
    }
    const text = [one.lower, one.middle, one.upper].map((value) => written(number(value), plot.axis));
    return {
      x: frame.field.left, y: middle - band / 2, width: frame.field.right - frame.field.left, height: band,
      title: one.label, lines: [{ name: "middle", text: text[1] }, { name: "from, to", text: `${text[0]}, ${text[2]}` }],
    };
  });
  references.forEach((line, index) => referenceLine(frame, line, true, index));
  return marks;
}
