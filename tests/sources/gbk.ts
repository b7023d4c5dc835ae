const bytesOf = new Map<string, Buffer>();
const decoder = new TextDecoder("gb18030");
for (let first = 0x81; first <= 0xfe; first++) {
  for (let second = 0x40; second <= 0xfe; second++) {
    if (second === 0x7f) continue;
    const bytes = Buffer.from([first, second]);
    bytesOf.set(decoder.decode(bytes), bytes);
  }
}

/** Text as GBK bytes, as Excel in China saves a csv. */
export function gbk(text: string): Buffer {
  return Buffer.concat(
    [...text].map((char) => (char < "\u0080" ? Buffer.from(char) : bytesOf.get(char)!)),
  );
}
