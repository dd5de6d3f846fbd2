// All watches compiled together; an item is tokenised once, whatever their number. The object is
// immutable: `hits` is const and safe from every thread. What a watch means: docs/reference and the
// design's query language.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "base/error.h"
#include "model/hit.h"
#include "model/item.h"
#include "model/watch.h"

namespace match {

/// Where an item comes from, for what a query asks by feed:, tag: and lang:. Views, good for the
/// call.
struct Source {
  std::string_view feed;
  std::span<const std::string> tags;
  std::string_view language;
};

/// The feeds and tags there are: what a query may ask for.
struct Known {
  std::vector<std::string> feeds;
  std::vector<std::string> tags;
};

class Matcher final {
 public:
  /// Every fault of every watch at once, each message beginning with the place it stands at
  /// ("newswatch.yaml:12:18: ..."). Without `known`, any feed and tag may be asked for.
  [[nodiscard]] static tl::expected<Matcher, std::vector<base::Error>> compile(
      std::span<const model::Watch> watches, const Known* known = nullptr);

  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;
  ~Matcher();

  /// One hit for each watch that matches, in the order of the watches; the hit of a query that only
  /// filters has no spans. Linear in the text.
  [[nodiscard]] std::vector<model::Hit> hits(const model::Item& item,
                                             const Source& source = {}) const;

 private:
  struct Index;
  explicit Matcher(std::unique_ptr<const Index> index);
  std::unique_ptr<const Index> index_;
};

}  // namespace match
