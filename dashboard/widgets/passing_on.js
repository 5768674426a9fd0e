// Files arrive as data and are saved in the reader's own browser; a picture never leaves it.
const save = (name, blob) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

const saveFile = ({ name, type, content }) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  save(name, new Blob([bytes], { type }));
};

// A picture in a canvas cannot use the page's fonts, so the one it is drawn in goes along.
const readFont = async () => {
  const face = [...document.fonts].find((font) => /Source Sans/.test(font.family));
  const url = performance.getEntriesByType('resource').find((one) => /SourceSansVF-Upright/.test(one.name))?.name;
  if (!face || !url) return '';
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
  let text = '';
  for (let start = 0; start < bytes.length; start += 32768) {
    text += String.fromCharCode(...bytes.subarray(start, start + 32768));
  }
  const family = face.family.replaceAll('"', '');
  return `<style>@font-face{font-family:"${family}";font-weight:200 900;src:url(data:font/woff2;base64,${btoa(text)})}</style>`;
};

const wrap = (pen, words, width) =>
  words.split(' ').reduce((lines, word) => {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
    return lines;
  }, []);

const savePicture = async (panel, mark) => {
  const chart = panel.querySelector('.js-plotly-plot');
  const { width, height } = chart.getBoundingClientRect();
  const svg = await window.Plotly.toImage(chart, { format: 'svg', width, height });
  const drawn = decodeURIComponent(svg.slice(svg.indexOf(',') + 1)).replace(/(<svg[^>]*>)/, `$1${await readFont()}`);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawn)}`;
  await image.decode();
  const style = getComputedStyle(panel);
  const [title, about] = [panel.querySelector('h2'), panel.querySelector('.ro-subtitle')];
  const edge = 24;
  const pen = document.createElement('canvas').getContext('2d');
  const parts = [[title, 600, 20, 26], [about, 400, 15, 21], [null, 0, 0, 0], [about, 400, 13, 18]].map(
    ([element, weight, size, line], place) => {
      if (!element) return { height: height + 16 };
      pen.font = `${weight} ${size}px ${getComputedStyle(element).fontFamily}`;
      const lines = wrap(pen, place === 3 ? mark : element.textContent, width);
      return { lines, line, font: pen.font, colour: getComputedStyle(element).color, height: lines.length * line + 8 };
    },
  );
  const sheet = document.createElement('canvas');
  const scale = 2;
  sheet.width = (width + 2 * edge) * scale;
  sheet.height = (parts.reduce((sum, part) => sum + part.height, 0) + 2 * edge) * scale;
  const ink = sheet.getContext('2d');
  ink.scale(scale, scale);
  ink.fillStyle = style.backgroundColor;
  ink.fillRect(0, 0, sheet.width, sheet.height);
  let y = edge;
  for (const part of parts) {
    if (part.lines) {
      ink.font = part.font;
      ink.fillStyle = part.colour;
      part.lines.forEach((words, place) => ink.fillText(words, edge, y + (place + 0.75) * part.line));
    } else ink.drawImage(image, edge, y, width, height);
    y += part.height;
  }
  const name = title.textContent.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60);
  sheet.toBlob((blob) => save(`${name}.png`, blob), 'image/png');
};

export default function ({ data, parentElement, setTriggerValue }) {
  const status = parentElement.querySelector('[role=status]');
  const say = (words) => (status.textContent = words);
  const click = async (event) => {
    const button = event.target.closest?.('button');
    if (!button) return;
    if (button.classList.contains('ro-picture')) {
      if (data.mark) await savePicture(button.closest('[class*="st-key-panel-"]'), data.mark);
    } else if (!parentElement.contains(button)) {
      return;
    } else if ('link' in button.dataset) {
      const address = `${location.origin}${location.pathname}?${data.query}`;
      try {
        await navigator.clipboard.writeText(address);
        say('The link is copied. It opens this same view.');
      } catch {
        say(`The link to this view: ${address}`);
      }
    } else if ('print' in button.dataset) {
      window.print();
    } else {
      say('Making the file …');
      setTriggerValue('wanted', button.dataset.wanted);
    }
  };
  const sent = String(data.file?.number ?? '');
  if (data.file && parentElement.dataset.sent !== sent) {
    parentElement.dataset.sent = sent;
    saveFile(data.file);
    say(`${data.file.name} is saved.`);
  }
  if (data.refused) say(data.refused);
  document.addEventListener('click', click);
  return () => document.removeEventListener('click', click);
}
