// Brings a database to the schema this program knows, and recognises those it must not touch.
#pragma once

#include <cstdint>
#include <span>

#include "base/result.h"
#include "store/sqlite/database.h"

namespace store {

/// In the header of every database of ours, where `file` finds it too: "nwch".
constexpr std::int64_t application_id = 0x6e776368;

/// The n-th text brings the schema from version n-1 to n.
[[nodiscard]] std::span<const char* const> embedded_migrations();

[[nodiscard]] std::int64_t schema_version(Database& database);

/// Whether the file is ours and not newer than this program. Writes nothing.
[[nodiscard]] base::Status recognise(Database& database, const std::filesystem::path& file);

/// Runs the migrations the database has not had, each in a transaction of its own: whenever the
/// process ends, the schema is wholly that before or wholly that after one of them.
void migrate(Database& database, std::span<const char* const> migrations);

}  // namespace store
