import { expect, it } from 'vitest';
import { agentImageTag, readInputs } from '../../src/image/agent-image-inputs.ts';
import { oldImages } from '../../src/image/remove-old-images.ts';
import { imageDir } from '../support/agent-podman.ts';

it('changes its tag with every input, and with nothing else', async () => {
  const inputs = await readInputs(imageDir);
  const tag = agentImageTag(inputs, 'pulled');
  expect(tag).toMatch(/^localhost\/opencode-commander\/agent:[0-9a-f]{12}$/);
  const others = [
    agentImageTag(inputs, 'bootstrapped'),
    agentImageTag({ ...inputs, files: { ...inputs.files, 'entry.sh': '' } }, 'pulled'),
    agentImageTag({ ...inputs, packages: { ...inputs.packages, npm: '1.0.0' } }, 'pulled'),
  ];
  expect(new Set([tag, ...others]).size).toBe(4);
  const reordered = Object.fromEntries(Object.entries(inputs.files).reverse());
  expect(agentImageTag({ ...inputs, directory: '/elsewhere', files: reordered }, 'pulled')).toBe(tag);
});

it('keeps the image in use and the newest other one', () => {
  const images = ['a', 'b', 'c', 'd'].map((name, created) => ({ name, created }));
  expect(oldImages(images, 'a')).toEqual(['c', 'b']);
  expect(oldImages(images, 'd')).toEqual(['b', 'a']);
  expect(oldImages(images.slice(0, 1), 'a')).toEqual([]);
});
