use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct AdminMeasure {
    pub key: String,
    pub unit: Option<String>,
    pub total: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub human_value: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_total: Option<String>,
    pub data: Vec<AdminMeasureDay>,
}

#[derive(Debug, Clone, Serialize)]
pub struct AdminMeasureDay {
    pub date: String,
    pub value: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct AdminDimension {
    pub key: String,
    pub data: Vec<AdminDimensionData>,
}

#[derive(Debug, Clone, Serialize)]
pub struct AdminDimensionData {
    pub key: String,
    pub human_key: String,
    pub value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub human_value: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct AdminCohort {
    pub period: String,
    pub frequency: String,
    pub data: Vec<AdminCohortData>,
}

#[derive(Debug, Clone, Serialize)]
pub struct AdminCohortData {
    pub date: String,
    pub rate: f64,
    pub value: String,
}
