// The Reader over one read-only connection.
#pragma once

#include <memory>

#include "store/sqlite/database.h"
#include "store/store.h"

namespace store {

[[nodiscard]] std::unique_ptr<Reader> make_reader(Database database);

}  // namespace store
