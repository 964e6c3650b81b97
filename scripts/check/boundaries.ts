import { dirname, join, relative } from 'node:path';
import { MAY_IMPORT, TESTS_MAY_IMPORT } from './dependency-table.ts';
import type { Import, SourceFile, WorkspacePackage } from './read-workspace.ts';

/** A broken rule: the file that breaks it and a line that names the rule. */
export type Violation = { file: string; rule: string };

const SCOPE = '@opencode-commander/';
const PLATFORM_MODULES = ['node:process', 'process', 'node:console', 'console'];
/** What stands in a platform module and is a system call like any other. */
const SYSTEM_CALLS = ['kill'];
const EDGES = ['config', 'cli', 'bench', 'chaos'];

/** Every dependency between our packages that the table does not allow, and every import that goes around it. */
export function findViolations(packages: readonly WorkspacePackage[]): Violation[] {
  return packages.flatMap((pkg) => {
    if (!MAY_IMPORT[pkg.name]) {
      return [{ file: pkg.manifest, rule: `${pkg.name} has no row in scripts/check/dependency-table.ts` }];
    }
    return [...manifestViolations(pkg), ...pkg.files.flatMap((file) => fileViolations(pkg, file))];
  });
}

function manifestViolations(pkg: WorkspacePackage): Violation[] {
  const check = (dependencies: readonly string[], field: string, allowed: readonly string[]) =>
    ours(dependencies)
      .filter((name) => !allowed.includes(name))
      .map((name) => ({ file: pkg.manifest, rule: notAllowed(pkg.name, name, field) }));
  return [
    ...check(pkg.dependencies, 'dependencies', allowedInSources(pkg)),
    ...check(pkg.devDependencies, 'devDependencies', allowedInTests(pkg)),
  ];
}

function fileViolations(pkg: WorkspacePackage, file: SourceFile): Violation[] {
  return file.imports
    .map((found) => brokenRule(pkg, file, found))
    .filter((rule) => rule !== null)
    .map((rule) => ({ file: file.path, rule }));
}

function brokenRule(pkg: WorkspacePackage, file: SourceFile, { from, names }: Import): string | null {
  const isTest = file.path.startsWith(join(pkg.directory, 'test'));
  if (leaves(pkg, file, from)) return `${from} leaves the package: import the other package by its name`;
  const [name] = ours([from]);
  const allowed = isTest ? allowedInTests(pkg) : allowedInSources(pkg);
  if (name && name !== pkg.name && !allowed.includes(name)) {
    return notAllowed(pkg.name, name, isTest ? 'tests' : 'sources');
  }
  const platform = PLATFORM_MODULES.includes(from) && names.some((taken) => !SYSTEM_CALLS.includes(taken));
  if (!platform || isTest || isEdge(pkg, file)) return null;
  return `${from} is for main.ts, ${EDGES.join(', ')}: elsewhere the platform is passed in`;
}

function allowedInSources(pkg: WorkspacePackage): readonly string[] {
  return MAY_IMPORT[pkg.name] ?? [];
}

function allowedInTests(pkg: WorkspacePackage): readonly string[] {
  return [...allowedInSources(pkg), ...TESTS_MAY_IMPORT];
}

/** The names of our packages among some specifiers or dependencies, without scope and subpath. */
function ours(specifiers: readonly string[]): string[] {
  return specifiers
    .filter((specifier) => specifier.startsWith(SCOPE))
    .map((specifier) => specifier.slice(SCOPE.length).split('/')[0] ?? '');
}

function leaves(pkg: WorkspacePackage, file: SourceFile, specifier: string): boolean {
  if (specifier.startsWith('/')) return true;
  return (
    specifier.startsWith('.') && relative(pkg.directory, join(dirname(file.path), specifier)).startsWith('..')
  );
}

function isEdge(pkg: WorkspacePackage, file: SourceFile): boolean {
  return EDGES.includes(pkg.name) || file.path === join(pkg.directory, 'src/main.ts');
}

function notAllowed(from: string, to: string, where: string): string {
  const allowed = MAY_IMPORT[from] ?? [];
  return `${from} may not depend on ${to} (${where}); of ours it may import ${allowed.join(', ') || 'nothing'}`;
}
