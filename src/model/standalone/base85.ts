/** 85 characters that need no escape in JavaScript, JSON and HTML. */
const ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#%()*+,-./:;=?@[]^_{|}";

/** Bytes as text: four bytes as five characters; the text knows nothing of their number beyond a multiple of four. */
export function toBase85(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4) {
    let value = 0;
    for (let i = 0; i < 4; i++) value = value * 256 + (bytes[at + i] ?? 0);
    let five = "";
    for (let i = 0; i < 5; i++, value = Math.floor(value / 85)) five = ALPHABET[value % 85]! + five;
    text += five;
  }
  return text;
}

export function fromBase85(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array((text.length / 5) * 4);
  for (let at = 0; at < bytes.length; at += 4) {
    let value = 0;
    for (let i = 0; i < 5; i++) value = value * 85 + ALPHABET.indexOf(text[(at / 4) * 5 + i]!);
    for (let i = 3; i >= 0; i--, value = Math.floor(value / 256)) bytes[at + i] = value % 256;
  }
  return bytes;
}
