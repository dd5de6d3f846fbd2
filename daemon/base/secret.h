// A password, token or key: prints as dots, never formats, is wiped on destruction.
#pragma once

#include <string>
#include <utility>

namespace base {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value);  ///< what the caller moves in is wiped where it was
  Secret(const Secret&) = default;
  Secret& operator=(const Secret& other);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  /// The secret itself. The reference lives as long as this object; do not copy it into anything
  /// that is logged or stored.
  [[nodiscard]] const std::string& reveal() const { return value_; }
  [[nodiscard]] bool empty() const { return value_.empty(); }

  bool operator==(const Secret&) const = default;

 private:
  std::string value_;
};

}  // namespace base
