export { hasRelaxedSimd, type KernelBuild, loadKernels } from "./binary.ts";
export type { Command } from "./control.ts";
export { Engine, type EngineOptions, type EngineSets, type Stretch } from "./engine.ts";
export type { Answer } from "./runner.ts";
export { LeadTeam, serveThread, type Team, type ThreadJob, type ThreadPool } from "./team.ts";
export { PLAIN_SGD, type UpdateSpec } from "./update-spec.ts";
