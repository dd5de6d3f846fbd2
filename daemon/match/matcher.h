// All watches compiled together; an item is tokenised once, whatever their number. The object is
// immutable: `hits` is const and safe from every thread. What a watch means: docs/reference and the
// design's query language.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include <tl/expected.hpp>

#include "base/error.h"
#include "model/hit.h"
#include "model/item.h"
#include "model/watch.h"

namespace match {

class Matcher final {
 public:
  /// Every fault of every watch at once, each message beginning with the place it stands at
  /// ("newswatch.yaml:12:18: ...").
  [[nodiscard]] static tl::expected<Matcher, std::vector<base::Error>> compile(
      std::span<const model::Watch> watches);

  Matcher(const Matcher&) = delete;
  Matcher& operator=(const Matcher&) = delete;
  Matcher(Matcher&&) noexcept;
  Matcher& operator=(Matcher&&) noexcept;
  ~Matcher();

  /// One hit for each watch that matches, in the order of the watches. Linear in the text.
  [[nodiscard]] std::vector<model::Hit> hits(const model::Item& item) const;

 private:
  struct Index;
  explicit Matcher(std::unique_ptr<const Index> index);
  std::unique_ptr<const Index> index_;
};

}  // namespace match
