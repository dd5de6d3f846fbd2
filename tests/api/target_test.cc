#include "api/target.h"

#include <gtest/gtest.h>

#include "api/route_table.h"

namespace {

using namespace std::string_literals;

TEST(Target, IsTakenApartAndDecoded) {
  const auto target = api::parse_target("/v1/feeds/a%20b%2Fc?x=1&watch=G5%20Sahel&x=2");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments, (std::vector<std::string>{"v1", "feeds", "a b/c"}));
  EXPECT_EQ(target->value("watch"), "G5 Sahel");
  EXPECT_EQ(target->value("x"), "2");
  EXPECT_EQ(target->value("y"), std::nullopt);
}

TEST(Target, RefusesWhatIsNotUtf8OrNotEscapedRight) {
  for (const char* bad : {"/%",
                          "/%4",
                          "/%zz",
                          "/%ff",
                          "/%00",
                          "/%c0%80",
                          "/%ed%a0%80",
                          "/?a=%",
                          "",
                          "v1/status",
                          "http://host/v1/status"}) {
    EXPECT_FALSE(api::parse_target(bad)) << bad;
  }
  EXPECT_TRUE(api::parse_target("/%f0%9f%8c%8d"));
}

TEST(Target, TakesOnlySoManyParameters) {
  std::string text = "/v1/alerts?";
  for (std::size_t i = 0; i <= api::max_query_parameters; ++i) {
    text += "a=1&";
  }
  const auto target = api::parse_target(text);
  ASSERT_FALSE(target);
  EXPECT_EQ(target.error().cause, base::Cause::limit);
}

TEST(Target, WhatIsEncodedIsReadBackTheSame) {
  const std::string name = "a/b?c=d&é%\"\n";
  const auto target =
      api::parse_target("/" + api::percent_encode(name) + "?n=" + api::percent_encode(name));
  ASSERT_TRUE(target);
  EXPECT_EQ(target->segments.at(0), name);
  EXPECT_EQ(target->value("n"), name);
}

TEST(Utf8, IsKnownWhenItIsValid) {
  EXPECT_TRUE(api::valid_utf8("Niger é 尼日尔 \xF0\x9F\x8C\x8D"));
  EXPECT_TRUE(api::valid_utf8("\xF4\x8F\xBF\xBF"));
  for (const char* bad : {"\x80",
                          "\xC3",
                          "\xC0\x80",
                          "\xE0\x80\x80",
                          "\xED\xA0\x80",
                          "\xF5\x80\x80\x80",
                          "\xF4\x90\x80\x80",
                          "\xE2\x82"}) {
    EXPECT_FALSE(api::valid_utf8(bad));
  }
}

TEST(RouteTable, TellsTheStreamFromADelivery) {
  const auto find = [](api::Method method, const char* text) {
    return api::find_route(method, *api::parse_target(text));
  };
  EXPECT_EQ(find(api::Method::get, "/v1/deliveries/stream")->route, api::Route::delivery_stream);
  EXPECT_EQ(find(api::Method::get, "/v1/deliveries/k")->route, api::Route::delivery);
  EXPECT_EQ(find(api::Method::post, "/v1/deliveries/k/retry")->name, "k");
  EXPECT_EQ(find(api::Method::get, "/v1/feeds/refresh")->route, api::Route::feed);
  EXPECT_EQ(find(api::Method::post, "/v1/feeds/refresh")->route, api::Route::refresh_all);
  EXPECT_FALSE(find(api::Method::get, "/v1/feeds/"));
  EXPECT_FALSE(find(api::Method::get, "/v1/status/"));
  EXPECT_FALSE(find(api::Method::post, "/v1/status"));
}

}  // namespace
