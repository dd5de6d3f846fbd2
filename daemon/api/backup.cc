#include "api/backup.h"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>

#include "base/hash.h"

namespace api {
namespace {

constexpr std::string_view prefix = ".newswatch-copy-";

/// Copies a crash left behind: one is only ever there while make_copy runs.
void remove_leftovers(const std::filesystem::path& folder) {
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    if (entry.path().filename().native().starts_with(prefix)) {
      std::error_code ignored;  // the copy about to be made has another name
      std::filesystem::remove(entry.path(), ignored);
    }
  }
}

}  // namespace

base::Result<base::Fd> make_copy(Control& control) {
  const std::filesystem::path folder =
      std::filesystem::path(control.status().database).parent_path();
  remove_leftovers(folder);
  const std::filesystem::path file = folder / (std::string(prefix) + base::uuid4());
  const auto made = control.backup(file);
  base::Fd copy(made ? ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1);
  const int error = errno;
  std::error_code ignored;  // what stays is removed before the next copy
  std::filesystem::remove(file, ignored);
  if (!made) {
    return base::fail(made.error());
  }
  if (!copy.open()) {
    return base::fail(
        base::Cause::unavailable,
        "the copy of the database cannot be read: " + std::generic_category().message(error));
  }
  return copy;
}

}  // namespace api
