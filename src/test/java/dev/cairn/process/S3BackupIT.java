package dev.cairn.process;

class S3BackupIT extends BackupContract {

  S3BackupIT() {
    super(ReplicaKind.S3);
  }
}
