interface Entry {
  readonly hasInstallScript?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * What a lock file says about its packages that we do not accept, as `package: what`: an install script, a download
 * address, or a dependency without an entry (a binary for another platform that the registry did not have when the lock
 * was made; `npm ci` refuses such a lock).
 */
export function lockProblems(lockText: string): string[] {
  const { packages } = JSON.parse(lockText) as { packages: Record<string, Entry> };
  const present = new Set(Object.keys(packages).map((path) => path.slice(path.lastIndexOf("node_modules/"))));
  const problems: string[] = [];
  for (const [name, entry] of Object.entries(packages)) {
    if (entry.hasInstallScript) problems.push(`${name}: runs a script when it is installed`);
    if (entry.resolved !== undefined) problems.push(`${name}: names a download address (${entry.resolved})`);
    for (const needed of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }))
      if (!present.has(`node_modules/${needed}`)) problems.push(`${name}: ${needed} has no entry`);
  }
  return problems;
}
