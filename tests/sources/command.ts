import { main } from "../../bin/fundwatch.ts";

/** Runs the command line as it is; what it wrote, and its exit status. */
export async function command(argv: string[]): Promise<{ exit: number; out: string; err: string }> {
  const { stdout, stderr } = process;
  const written = { out: "", err: "" };
  const listen = (stream: NodeJS.WriteStream, into: "out" | "err") => {
    const { write } = stream;
    stream.write = (text: string | Uint8Array) => {
      written[into] += String(text);
      return true;
    };
    return () => {
      stream.write = write;
    };
  };
  const restore = [listen(stdout, "out"), listen(stderr, "err")];
  try {
    return { exit: await main(argv), ...written };
  } finally {
    for (const put of restore) put();
  }
}
