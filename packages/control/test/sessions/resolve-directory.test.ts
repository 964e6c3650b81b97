import { expect, test } from 'vitest';
import { resolveDirectory } from '../../src/sessions/resolve-directory.ts';

test.each([
  [undefined, '/src', '/src'],
  ['web', '/src', '/src/web'],
  ['web/../api/', '/src/', '/src/api'],
  ['..web', '/src', '/src/..web'],
  ['/src/web', '/src', '/src/web'],
  [undefined, null, undefined],
  ['/anywhere', null, '/anywhere'],
])('%j in %j is %j', (directory, projectsPath, resolved) => {
  expect(resolveDirectory(directory, projectsPath)).toBe(resolved);
});

test.each([
  ['..', '/src', '.. is outside /src, where the instance has its projects'],
  ['web/../../etc', '/src', 'web/../../etc is outside /src'],
  ['/etc', '/src', '/etc is outside /src'],
  ['/src/../etc', '/src', 'is outside /src'],
  ['/srcs', '/src', 'is outside /src'],
  ['web', null, 'web is relative, and the instance has no projects_path'],
])('%j in %j is refused', (directory, projectsPath, message) => {
  expect(() => resolveDirectory(directory, projectsPath)).toThrow(message);
});
