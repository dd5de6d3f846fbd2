// Opening the store a configuration names: the lock that keeps a second daemon out, migrations,
// connections.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <utility>

#include "base/fd.h"
#include "base/result.h"
#include "store/store.h"

namespace store {

/// Held as long as this process may write. Another holder is refused with its pid.
class Ownership final {
 public:
  /// Error `denied`: "newswatch.db is in use by the daemon with pid 4711".
  [[nodiscard]] static base::Result<Ownership> take(const std::filesystem::path& database);
  /// The pid of the daemon that holds it, if one does; 0 if its pid cannot be read.
  [[nodiscard]] static std::optional<int> holder(const std::filesystem::path& database);

  [[nodiscard]] bool held() const { return lock_.open(); }

 private:
  explicit Ownership(base::Fd lock) : lock_(std::move(lock)) {}
  base::Fd lock_;
};

/// Creates or migrates the file. Errors are for the operator: not a database, from a newer version,
/// no permission, corrupt. The ownership must outlive the writer.
[[nodiscard]] base::Result<std::unique_ptr<Writer>> open_writer(const std::filesystem::path& file,
                                                                const Ownership& ownership);

/// Read-only; the file must exist.
[[nodiscard]] base::Result<std::unique_ptr<Reader>> open_reader(const std::filesystem::path& file);

/// Reads all of the file and says what is damaged, if anything is. Takes about a second for 500 MB.
[[nodiscard]] base::Status check_integrity(const std::filesystem::path& file);

}  // namespace store
