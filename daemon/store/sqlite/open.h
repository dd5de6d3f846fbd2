// Opening the SQLite store; what store/open.h promises, for this one kind of store.
#pragma once

#include <filesystem>
#include <memory>

#include "base/result.h"
#include "store/store.h"

namespace store::sqlite {

[[nodiscard]] base::Result<std::unique_ptr<Writer>> open_writer(const std::filesystem::path& file);
[[nodiscard]] base::Result<std::unique_ptr<Reader>> open_reader(const std::filesystem::path& file);
[[nodiscard]] base::Status check_integrity(const std::filesystem::path& file);

}  // namespace store::sqlite
