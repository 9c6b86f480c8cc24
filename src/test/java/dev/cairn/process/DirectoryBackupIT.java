package dev.cairn.process;

class DirectoryBackupIT extends BackupContract {

  DirectoryBackupIT() {
    super(ReplicaKind.DIRECTORY);
  }
}
