// Bundles a door as a user's bundler would, and lists what is loaded with it that is not ours.
import { isAbsolute } from "node:path";
import { build } from "vite";

interface Chunk {
  readonly type: "chunk" | "asset";
  readonly fileName: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

/**
 * Bundles one file and returns the names of packages and `node:` modules that its bundle imports statically, sorted;
 * empty when everything that the door loads at once is our own code. What is behind `import()` is not followed.
 */
export async function staticImports(entry: string): Promise<string[]> {
  const output = await build({
    configFile: false,
    logLevel: "silent",
    build: {
      write: false,
      minify: false,
      target: "es2023",
      lib: { entry, formats: ["es"], fileName: "door" },
      rollupOptions: { external: (id: string) => !id.startsWith(".") && !id.startsWith("\0") && !isAbsolute(id) },
    },
  });
  const outputs = (Array.isArray(output) ? output : [output]) as unknown as readonly { output: readonly Chunk[] }[];
  const chunks = new Map(outputs.flatMap(({ output }) => output).map((chunk) => [chunk.fileName, chunk]));
  const waiting = [...chunks.values()].filter((chunk) => chunk.isEntry);
  if (waiting.length === 0) throw new Error(`bundling ${entry} gave no entry chunk`);
  const seen = new Set(waiting);
  const foreign = new Set<string>();
  for (let chunk = waiting.pop(); chunk; chunk = waiting.pop()) {
    for (const name of chunk.imports ?? []) {
      const next = chunks.get(name);
      if (!next) foreign.add(name);
      else if (!seen.has(next)) {
        seen.add(next);
        waiting.push(next);
      }
    }
  }
  return [...foreign].sort();
}
