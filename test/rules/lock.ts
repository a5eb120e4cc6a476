/** What a lock file says about its packages that we do not accept, as `package: what`. */
export function lockProblems(lockText: string): string[] {
  const lock = JSON.parse(lockText) as { packages: Record<string, { hasInstallScript?: boolean; resolved?: string }> };
  const problems: string[] = [];
  for (const [name, entry] of Object.entries(lock.packages)) {
    if (entry.hasInstallScript) problems.push(`${name}: runs a script when it is installed`);
    if (entry.resolved !== undefined) problems.push(`${name}: names a download address (${entry.resolved})`);
  }
  return problems;
}
