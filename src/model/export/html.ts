import type { Host } from "../../core/host.ts";
import type { PictureForm } from "../../core/picture-form.ts";
import { PAGE } from "../generated/standalone.ts";
import type { StandaloneModel } from "../standalone/model.ts";
import { htmlText, jsonForScript } from "./escape.ts";

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
main { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start; }
canvas { border: 1px solid #8888; border-radius: 6px; background: white; }
#pad { width: 280px; height: 280px; touch-action: none; cursor: crosshair; }
#seen { width: 112px; height: 112px; image-rendering: pixelated; }
#answer { font-size: 2rem; font-weight: 600; min-height: 3rem; }
#bars { list-style: none; padding: 0; }
#bars meter { width: 8rem; margin-right: .6rem; }
#note { color: #b35900; }
footer { margin-top: 2rem; font-size: .85rem; opacity: .7; }
`;

export interface PageOptions {
  readonly title: string;
  /** What pictures are brought into before the network sees them. */
  readonly form?: PictureForm | undefined;
}

/** The model as one page that needs nothing else: a pad to draw on, the answer, and what the network sees. */
export async function toHtml(model: StandaloneModel, page: PageOptions, host: Host): Promise<string> {
  const policy = `default-src 'none'; script-src ${await hashed(PAGE, host)}; style-src ${await hashed(STYLE, host)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${htmlText(page.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${htmlText(page.title)}</h1>
<main>
<div><canvas id="pad" width="280" height="280" aria-label="Draw here"></canvas><p><button id="clear">Clear</button></p></div>
<div aria-live="polite"><p id="answer"></p><p id="note"></p><ol id="bars"></ol></div>
<figure><canvas id="seen" width="1" height="1"></canvas><figcaption>what the network sees</figcaption></figure>
</main>
<footer><p id="check"></p><p>Trained with Myelin. This page sends nothing anywhere.</p></footer>
<script type="application/json" id="model">${jsonForScript({ ...model, form: page.form })}</script>
<script>${PAGE}</script>
</body>
</html>
`;
}

/** A source of a content security policy: this text and no other. */
async function hashed(text: string, host: Host): Promise<string> {
  const hex = await host.sha256([new TextEncoder().encode(text)]);
  return `'sha256-${base64(Uint8Array.from(hex.match(/../g)!, (byte) => Number.parseInt(byte, 16)))}'`;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let digit = 3; digit >= 0; digit--) text += DIGITS[(three >> (6 * digit)) & 63];
  }
  const padding = (3 - (bytes.length % 3)) % 3;
  return text.slice(0, text.length - padding) + "=".repeat(padding);
}
