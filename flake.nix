{
  description = "Labelled GitHub issues become pull requests, made by opencode in a Podman container of its own";

  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    flake-parts.url = "github:hercules-ci/flake-parts";
  };

  outputs = inputs@{ self, flake-parts, ... }:
    flake-parts.lib.mkFlake { inherit inputs; } {
      systems = [ "x86_64-linux" "aarch64-linux" ];

      flake.nixosModules.default = import ./nix/module.nix { inherit self; };

      perSystem = { pkgs, self', ... }: {
        packages = {
          default = pkgs.callPackage ./nix/package.nix { };
          agent-image = pkgs.callPackage ./nix/agent-image.nix { opencode-commander = self'.packages.default; };
        };

        devShells.default = pkgs.mkShell {
          packages = with pkgs; [ nodejs_24 pnpm opencode podman redis git gh _1password-cli tmux chromium mmdebstrap ];
        };

        formatter = pkgs.nixfmt-rfc-style;

        checks = {
          package = self'.packages.default;
          check = pkgs.runCommand "check" { nativeBuildInputs = [ pkgs.nodejs_24 ]; } ''
            ${self'.packages.default}/bin/commander --version > $out
          '';
        };
      };
    };
}
