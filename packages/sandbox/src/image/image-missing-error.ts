import { PodmanError } from '../podman/podman-error.ts';

/** Podman does not have the image that a container was to be made of: nothing but the image can help. */
export class ImageMissingError extends PodmanError {
  constructor(image: string, options?: ErrorOptions) {
    super(
      `Podman has no image ${image}: pull or build it, or leave containers.image out for commander's own.`,
      options,
    );
  }
}
