import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts", "node/**/*.test.ts", "cli/**/*.test.ts", "test/**/*.test.ts", "lab/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
