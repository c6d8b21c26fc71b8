// ByteInput: the bytes of a capture by offset, from a file or from a pipe.
//
// A file is read where it is asked, as is memory; a pipe is read forwards and kept from the last forgotten
// offset on. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/scoped_fd.h"
#include "format/keys.h"
#include "format/sealed_stream.h"
#include "format/sha256.h"

namespace sysreel {

class ByteInput {
 public:
  // "-" is standard input. Of a sealed capture the bytes are those that were sealed, read forwards like a
  // pipe; kInvalid when `key` is missing, kPermission when it is another one.
  static Result<std::unique_ptr<ByteInput>> open(const std::string& path, const SealSecretKey* key = nullptr);
  static std::unique_ptr<ByteInput> of_bytes(std::vector<uint8_t> bytes);

  // `size` bytes from `offset` on, fewer only at the end. The view lives until the next call.
  Result<std::span<const uint8_t>> at(uint64_t offset, size_t size);

  // Bytes before `offset` will not be asked for again.
  void forget_before(uint64_t offset);

  // Hex SHA-256 of the whole input. Of a pipe: call hash_pipe() before the first read.
  Result<std::string> sha256();
  void hash_pipe();

  // Where a sealed capture stops being what was written, in bytes of the file.
  const std::optional<uint64_t>& broken_seal() const { return broken_seal_; }
  // False when a sealed capture that has been read to its end lacks its final piece.
  bool seal_complete() const { return !key_ || (opener_ && opener_->saw_end()); }

  bool can_seek() const { return can_seek_; }
  // Of a file that can seek: its size now.
  Result<uint64_t> size() const;

 private:
  ByteInput(ScopedFd fd, bool can_seek, std::string name);
  Status load(uint64_t offset, size_t size);
  Status follow(uint64_t end);
  Status look_for_seal(const SealSecretKey* key);
  Status read_more();
  Status read_sealed();

  ScopedFd fd_;  // not valid: all there is is in buffer_
  bool can_seek_;
  std::string name_;
  std::vector<uint8_t> buffer_;
  size_t filled_ = 0;  // bytes of buffer_ in use
  uint64_t base_ = 0;  // offset of buffer_[0]
  uint64_t forgotten_ = 0;
  bool at_end_ = false;  // of a pipe
  std::optional<Sha256> hash_;
  std::optional<SealSecretKey> key_;      // of a sealed capture
  std::vector<uint8_t> sealed_;           // read, not yet opened
  uint64_t opened_ = 0;                   // bytes of the file that have been opened
  std::unique_ptr<SealedOpener> opener_;  // once its header is there
  std::optional<uint64_t> broken_seal_;
};

}  // namespace sysreel
