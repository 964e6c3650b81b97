# Stands in for nixpkgs and flake-parts where there is no network: just enough of each to evaluate the flake, nothing that builds.
rec {
  lib = {
    fakeHash = "sha256-fake";
    cleanSource = path: path;
    licenses.mit = "mit";
    platforms.linux = [ "x86_64-linux" "aarch64-linux" ];
    makeBinPath = packages: builtins.concatStringsSep ":" (map (each: "${each}/bin") packages);
    mkOption = option: option // { _type = "option"; };
    mkEnableOption = name: { _type = "option"; description = name; };
    mkIf = condition: value: if condition then value else { };
    filterAttrs = keep: set:
      builtins.listToAttrs (builtins.concatMap
        (name: if keep name set.${name} then [ { inherit name; value = set.${name}; } ] else [ ])
        (builtins.attrNames set));
    types = {
      str = "str";
      int = "int";
      number = "number";
      bool = "bool";
      package = "package";
      listOf = type: "list of ${type}";
      attrsOf = type: "attributes of ${type}";
      nullOr = type: "null or ${type}";
      either = a: b: "${a} or ${b}";
      enum = values: "one of ${builtins.concatStringsSep ", " values}";
      submodule = { options }: "{ ${builtins.concatStringsSep " " (builtins.attrNames options)} }";
    };
  };

  package = name: { type = "derivation"; inherit name; outPath = "/nix/store/stub-${name}"; };

  pkgs = builtins.listToAttrs (map (name: { inherit name; value = package name; }) [
    "nodejs_24" "opencode" "podman" "redis" "git" "gh" "_1password-cli" "tmux" "chromium" "mmdebstrap" "makeWrapper"
    "bash" "coreutils" "diffutils" "findutils" "gnugrep" "gnused" "gnutar" "gzip" "util-linux" "ripgrep" "socat" "tini" "nix"
    "nixfmt-rfc-style"
  ]) // {
    inherit lib;
    pnpm = package "pnpm" // { configHook = package "pnpm-config-hook"; fetchDeps = args: package "pnpm-deps" // args; };
    stdenv = {
      hostPlatform.system = "x86_64-linux";
      mkDerivation = make: let final = make final; in package final.pname // final;
    };
    dockerTools = {
      buildLayeredImage = args: package args.name // args;
      usrBinEnv = package "usr-bin-env";
      caCertificates = package "ca-certificates";
    };
    writeTextDir = path: text: package path // { inherit text; };
    runCommand = name: args: script: package name // args // { inherit script; };
    mkShell = args: package "shell" // args;
    # A path that says what is in the file.
    formats.toml = { }: { generate = name: value: package name // { outPath = "${name}:${builtins.toJSON value}"; }; };
    callPackage = path: overrides:
      let make = import path;
      in make (builtins.intersectAttrs (builtins.functionArgs make) pkgs // overrides);
  };

  flakeParts.lib.mkFlake = { inputs }: { systems, flake, perSystem }:
    let
      evaluated = builtins.listToAttrs (map (system: { name = system; value = self' system; }) systems);
      self' = system: perSystem { inherit pkgs; self' = self' system; };
    in flake // { perSystem = evaluated; };
}
