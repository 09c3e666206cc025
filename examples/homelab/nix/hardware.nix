{ lib, ... }:
{
  boot.loader.systemd-boot.enable = lib.mkDefault true;
  fileSystems."/".device = "/dev/disk/by-label/root";
}
