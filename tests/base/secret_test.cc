#include "base/secret.h"

#include <new>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace base {
namespace {

static_assert(!fmt::is_formattable<Secret>::value, "a secret must not be printable by accident");
static_assert(!std::is_convertible_v<Secret, std::string>);

constexpr std::string_view password = "hunter2-hunter";  // short enough to live inside the string

/// The bytes of the object itself, where a short string keeps its characters.
std::string memory_of(const Secret& secret) {
  return {reinterpret_cast<const char*>(&secret), sizeof secret};
}

TEST(Secret, GivesItsValueOnlyWhenAsked) {
  const Secret secret{std::string(password)};
  EXPECT_EQ(secret.reveal(), password);
  EXPECT_FALSE(secret.empty());
  EXPECT_TRUE(Secret().empty());
}

TEST(Secret, LeavesNothingBehindWhereItWasMovedFrom) {
  Secret first{std::string(password)};
  const Secret second = std::move(first);
  EXPECT_EQ(second.reveal(), password);
  // NOLINTNEXTLINE(bugprone-use-after-move): what is left there is the question
  EXPECT_EQ(memory_of(first).find("hunter"), std::string::npos);
  EXPECT_TRUE(first.empty());
}

TEST(Secret, WipesWhatItIsAssignedOver) {
  Secret secret{std::string(password)};
  secret = Secret(std::string("x"));
  EXPECT_EQ(secret.reveal(), "x");
  EXPECT_EQ(memory_of(secret).find("nter"), std::string::npos);
}

TEST(Secret, WipesItselfWhenItGoes) {
  alignas(Secret) char storage[sizeof(Secret)] = {};
  auto* const secret = new (storage) Secret{std::string(password)};
  secret->~Secret();
  const volatile char* const left = storage;  // a compiler may think nobody looks here any more
  std::string seen;
  for (std::size_t i = 0; i < sizeof storage; ++i) {
    seen += left[i];
  }
  EXPECT_EQ(seen.find("hunter"), std::string::npos);
}

TEST(Secret, CopiesAreIndependentAndCompareByValue) {
  const Secret first{std::string(100, 'a')};
  Secret second = first;
  EXPECT_EQ(first, second);
  second = Secret(std::string("b"));
  EXPECT_EQ(first.reveal().size(), 100U);
  Secret& same = second;
  second = same;
  EXPECT_EQ(second.reveal(), "b");
}

}  // namespace
}  // namespace base
