#include "store/open.h"

#include <cassert>

#include "store/sqlite/open.h"

namespace store {

base::Result<std::unique_ptr<Writer>> open_writer(const std::filesystem::path& file,
                                                  const Ownership& ownership) {
  assert(ownership.held());
  (void)ownership;  // only asked for as proof
  return sqlite::open_writer(file);
}

base::Result<std::unique_ptr<Reader>> open_reader(const std::filesystem::path& file) {
  return sqlite::open_reader(file);
}

base::Status check_integrity(const std::filesystem::path& file) {
  return sqlite::check_integrity(file);
}

}  // namespace store
