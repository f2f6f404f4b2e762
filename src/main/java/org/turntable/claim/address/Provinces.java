package org.turntable.claim.address;

import java.util.List;
import java.util.Set;

/** China's 34 first-level divisions in the order of GB/T 2260. Lower levels change too often to be included. */
public final class Provinces {
    /** All full names. */
    public static final List<String> ALL = List.of(
            "北京市",
            "天津市",
            "河北省",
            "山西省",
            "内蒙古自治区",
            "辽宁省",
            "吉林省",
            "黑龙江省",
            "上海市",
            "江苏省",
            "浙江省",
            "安徽省",
            "福建省",
            "江西省",
            "山东省",
            "河南省",
            "湖北省",
            "湖南省",
            "广东省",
            "广西壮族自治区",
            "海南省",
            "重庆市",
            "四川省",
            "贵州省",
            "云南省",
            "西藏自治区",
            "陕西省",
            "甘肃省",
            "青海省",
            "宁夏回族自治区",
            "新疆维吾尔自治区",
            "台湾省",
            "香港特别行政区",
            "澳门特别行政区");

    private static final Set<String> MUNICIPALITIES = Set.of("北京市", "天津市", "上海市", "重庆市", "香港特别行政区", "澳门特别行政区");
    /** Second-level cities without districts. */
    private static final Set<String> WITHOUT_DISTRICTS = Set.of("东莞", "中山", "儋州", "嘉峪关");

    private Provinces() {}

    /** Whether the division is a city itself, so that the city need not be entered. */
    static boolean isCity(String province) {
        return MUNICIPALITIES.contains(province);
    }

    /** Whether a city has no districts. */
    static boolean isWithoutDistricts(String city) {
        return WITHOUT_DISTRICTS.contains(city.endsWith("市") ? city.substring(0, city.length() - 1) : city);
    }
}
