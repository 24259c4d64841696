// Where a value lies on an axis, which values get a mark, and how they are written.

const day = 86400;

function written(value, axis, digits = 6) {
  if (!Number.isFinite(value)) return "–";
  if (axis.scale === "time") return written.date(value);
  if (axis.marks === "percent") return written.plain(value * 100, digits - 1) + " %";
  return written.plain(value, digits);
}

written.plain = (value, digits) => {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(2).replace("-", "−");
  return value
    .toLocaleString("en", { maximumSignificantDigits: Math.max(digits, size >= 1e6 ? 7 : 1) })
    .replace("-", "−");
};

written.date = (seconds) => {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return "–";
  const text = date.toISOString();
  return seconds % day === 0 ? text.slice(0, 10) : text.slice(0, 16).replace("T", " ");
};

// The marks of one axis are written alike: as many decimals as their distance needs.
function writtenMarks(marks, axis) {
  const percent = axis.marks === "percent";
  const values = percent ? marks.map((mark) => mark * 100) : marks;
  if (axis.scale === "time") return marks.map((mark) => written.mark(mark, marks));
  if (axis.scale === "logarithmic") return marks.map((mark) => written(mark, axis, 3));
  const step = values.length > 1 ? Math.abs(values[1] - values[0]) : Math.abs(values[0]) || 1;
  const size = largest(values.map(Math.abs));
  const options =
    size >= 1e4
      ? { notation: "compact", maximumSignificantDigits: 4 }
      : {
          minimumFractionDigits: Math.min(8, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))),
          maximumFractionDigits: Math.min(8, Math.max(0, -Math.floor(Math.log10(step) + 1e-9))),
        };
  const tiny = size > 0 && size < 1e-4;
  return values.map((value) =>
    tiny ? written.plain(value, 3)
      : value.toLocaleString("en", options).replace("-", "−") + (percent ? " %" : ""));
}

written.mark = (mark, marks) => {
  const step = marks.length > 1 ? marks[1] - marks[0] : day;
  const text = new Date(mark * 1000).toISOString();
  if (step < day) return text.slice(11, 16);
  if (step < 27 * day) return text.slice(5, 10);
  return step < 360 * day ? text.slice(0, 7) : text.slice(0, 4);
};

// A function from values to pixels, with the domain it was made for.
function scaled(axis, domain, pixels) {
  const bent = axis.scale === "logarithmic" ? Math.log10 : (value) => value;
  const [low, high] = domain.map(bent);
  const place = (value) => pixels[0] + ((bent(value) - low) / (high - low)) * (pixels[1] - pixels[0]);
  place.domain = domain;
  place.axis = axis;
  return place;
}

// The ends of an axis: what the report asks for, else what the values need.
function domainOf(axis, values, padding = 0) {
  const logarithmic = axis.scale === "logarithmic";
  const usable = values.filter((value) => Number.isFinite(value) && (!logarithmic || value > 0));
  let low = axis.lower ?? smallest(usable);
  let high = axis.upper ?? largest(usable);
  if (logarithmic && !(low > 0)) low = smallest(usable);
  if (!Number.isFinite(low) || !Number.isFinite(high)) return logarithmic ? [0.1, 1] : [0, 1];
  if (low >= high) {
    const margin = Math.abs(low) * 0.5 || 1;
    return logarithmic ? [low / 2, low * 2] : [axis.lower ?? low - margin, low + margin];
  }
  if (logarithmic) return [low, high];
  const margin = (high - low) * padding;
  return [axis.lower ?? low - margin, axis.upper ?? high + margin];
}

function ticks(axis, [low, high], count) {
  if (axis.scale === "logarithmic") return logarithmicTicks(axis, low, high, count);
  if (axis.scale === "time") return timeTicks(low, high, count);
  return linearTicks(low, high, count);
}

function linearTicks(low, high, count) {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.8);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Guards against a domain so narrow that stepping through it makes no progress.
  if (!(last - first < 100)) return [low];
  return range(Math.max(0, last - first + 1)).map((index) => (first + index) * step);
}

function logarithmicTicks(axis, low, high, count) {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  if (last - first >= 1) {
    const step = Math.ceil((last - first + 1) / Math.max(2, count));
    return range(last - first + 1).filter((index) => index % step === 0)
      .map((index) => 10 ** (first + index));
  }
  return linearTicks(low, high, count).filter((value) => value > 0);
}

function timeTicks(low, high, count) {
  const rough = (high - low) / Math.max(1, count);
  const steps = [1, 5, 15, 30, 60, 300, 900, 1800, 3600, 10800, 21600, 43200, day, 2 * day, 7 * day];
  const step = steps.find((candidate) => candidate >= rough);
  if (step) {
    const first = Math.ceil(low / step);
    return range(Math.max(0, Math.floor(high / step) - first + 1)).map((k) => (first + k) * step);
  }
  const months = [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 24000]
    .find((candidate) => candidate * 30 * day >= rough) ?? 120000;
  const start = new Date(low * 1000);
  const marks = [];
  const from = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months;
  for (let month = from; marks.length < 50; month += months) {
    const date = new Date(0);
    date.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    if (!(date / 1000 <= high)) break;
    if (date / 1000 >= low) marks.push(date / 1000);
  }
  return marks;
}
