// The parsed file behind a Section: a tree of nodes, each with its line and column, owned by its
// document. Private to the room; no YAML type here either.
#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/watch.h"
#include "settings/section.h"

namespace settings {

inline constexpr std::size_t max_depth = 32;         ///< of lists and mappings in one another
inline constexpr std::size_t max_nodes = 8'000'000;  ///< in one file, aliases counted in full
inline constexpr std::size_t max_problems =
    1000;  ///< kept; a file with more is another kind of file

using Problems = std::vector<Problem>;

void report(Problems& problems, Problem problem);

/// One file. Sections keep it alive.
struct Document {
  std::string name;              ///< as it is shown in problems
  std::filesystem::path folder;  ///< absolute
  std::shared_ptr<Problems> problems;
  std::deque<Section::Value> nodes;
  /// Of the scalars under a key `query`: where each part stands.
  std::map<const Section::Value*, std::vector<model::QueryText::Spot>> written;
  const Section::Value* root = nullptr;  ///< null: the file holds nothing
};

struct Section::Value {
  enum class Kind : unsigned char { none, scalar, list, mapping };

  const Document* document = nullptr;
  Kind kind = Kind::none;
  int line = 0;
  int column = 0;
  std::string text;  ///< of a scalar, as written, without its quotes
  std::vector<const Value*>
      items;  ///< of a list; of a mapping: key, value, key, value, the keys scalars
  mutable std::vector<std::string> asked;  ///< keys somebody asked a mapping for
  mutable bool finished = false;           ///< its unknown keys were told

  [[nodiscard]] Place place() const { return {document->name, line, column}; }
  /// The value under a key of a mapping, or null.
  [[nodiscard]] const Value* find(std::string_view key) const;
};

/// The file as a tree. Null, with a problem, if it cannot be read or is not YAML as we take it: one
/// document of UTF-8, without tags, no key twice.
[[nodiscard]] std::shared_ptr<const Document> read_document(
    const std::filesystem::path& file,
    const std::string& shown_as,
    const std::shared_ptr<Problems>& problems);

}  // namespace settings
